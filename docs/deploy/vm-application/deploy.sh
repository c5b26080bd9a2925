#!/bin/sh
# Publishes what `make` made as a VM Application and gives it to a VM that exists, with the Azure CLI.
#
#   deploy.sh RESOURCE_GROUP LOCATION STORAGE_ACCOUNT GALLERY VERSION VM VAULT
#
# Run it in the folder with akvvm.tar and settings.json. VERSION: three numbers. A VM takes other settings only with
# another version, so count up the last one for those.
set -eu
group=$1 location=$2 account=$3 gallery=$4 version=$5 vm=$6 vault=$7
here=$(cd "$(dirname "$0")" && pwd)

identity=$(az vm identity assign --resource-group "$group" --name "$vm" --query systemAssignedIdentity --output tsv)
scope=$(az keyvault show --name "$vault" --query id --output tsv)

# Key Vault Secrets User
az role assignment create --role 4633458b-17de-408a-b874-0445c86b69e6 --scope "$scope" \
  --assignee-object-id "$identity" --assignee-principal-type ServicePrincipal

upload() { # FILE: prints its URL with a SAS; Azure needs it only while it copies the file into the gallery
  az storage blob upload --auth-mode login --account-name "$account" --container-name akvvm --overwrite \
    --name "$version/$1" --file "$1" --output none
  az storage blob generate-sas --auth-mode login --as-user --account-name "$account" --container-name akvvm \
    --name "$version/$1" --permissions r --expiry "$(date -u -d '1 day' +%Y-%m-%dT%H:%MZ)" --full-uri --output tsv
}
az storage container create --auth-mode login --account-name "$account" --name akvvm
package=$(upload akvvm.tar)
settings=$(upload settings.json)

az sig create --resource-group "$group" --gallery-name "$gallery" --location "$location"
az sig gallery-application create --resource-group "$group" --gallery-name "$gallery" --name akvvm \
  --location "$location" --os-type Linux
application=$(az sig gallery-application version create --resource-group "$group" --gallery-name "$gallery" \
  --application-name akvvm --name "$version" --location "$location" \
  --package-file-link "$package" --package-file-name akvvm.tar \
  --default-file-link "$settings" --config-file-name settings.json \
  --install-command "$(cat "$here/install.txt")" --update-command "$(cat "$here/update.txt")" \
  --remove-command "$(cat "$here/remove.txt")" --query id --output tsv)

# `set` replaces the whole list: name the VM's other applications too. Without the last option a failed installation
# still counts as a success.
az vm application set --resource-group "$group" --name "$vm" --app-version-ids "$application" \
  --treat-deployment-as-failure true
