#!/bin/sh
# The extension on a VM that exists, with the Azure CLI: an identity, the role, the extension.
#
#   deploy.sh RESOURCE_GROUP VM VAULT PUBLISHER     PUBLISHER: yours, under which the package was published
set -eu
group=$1 vm=$2 vault=$3 publisher=$4
here=$(cd "$(dirname "$0")" && pwd)

identity=$(az vm identity assign --resource-group "$group" --name "$vm" --query systemAssignedIdentity --output tsv)
scope=$(az keyvault show --name "$vault" --query id --output tsv)

# Key Vault Secrets User
az role assignment create --role 4633458b-17de-408a-b874-0445c86b69e6 --scope "$scope" \
  --assignee-object-id "$identity" --assignee-principal-type ServicePrincipal

# By @file: settings on a command line lose their quotes in some shells.
az vm extension set --resource-group "$group" --vm-name "$vm" --name KeyVaultForLinux --publisher "$publisher" \
  --version 3.0 --settings "@$here/../settings.json"

# A scale set: its identity and role likewise, then
#   az vmss extension set --resource-group GROUP --vmss-name NAME --name KeyVaultForLinux --publisher PUBLISHER \
#     --version 3.0 --settings @settings.json
# and, for an extension that needs the certificates, --provision-after-extensions KeyVaultForLinux.
