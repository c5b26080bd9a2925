# The extension on a VM and on a scale set that exist; both have a system-assigned identity.
terraform {
  required_providers {
    azurerm = {
      source  = "hashicorp/azurerm"
      version = "~> 4.0"
    }
  }
}

provider "azurerm" {
  features {}
}

variable "resource_group_name" {
  type = string
}

variable "vault_name" {
  type = string
}

variable "vm_name" {
  type = string
}

variable "vmss_name" {
  type = string
}

variable "extension_publisher" {
  type        = string
  description = "Yours: the publisher under which the package was published."
}

locals {
  settings = file("${path.module}/../settings.json")
}

data "azurerm_key_vault" "vault" {
  name                = var.vault_name
  resource_group_name = var.resource_group_name
}

data "azurerm_virtual_machine" "vm" {
  name                = var.vm_name
  resource_group_name = var.resource_group_name
}

data "azurerm_virtual_machine_scale_set" "vmss" {
  name                = var.vmss_name
  resource_group_name = var.resource_group_name
}

resource "azurerm_role_assignment" "vm" {
  scope                = data.azurerm_key_vault.vault.id
  role_definition_name = "Key Vault Secrets User"
  principal_id         = data.azurerm_virtual_machine.vm.identity[0].principal_id
  principal_type       = "ServicePrincipal"
}

resource "azurerm_role_assignment" "vmss" {
  scope                = data.azurerm_key_vault.vault.id
  role_definition_name = "Key Vault Secrets User"
  principal_id         = data.azurerm_virtual_machine_scale_set.vmss.identity[0].principal_id
  principal_type       = "ServicePrincipal"
}

resource "azurerm_virtual_machine_extension" "certificates" {
  name                       = "KeyVaultForLinux"
  virtual_machine_id         = data.azurerm_virtual_machine.vm.id
  publisher                  = var.extension_publisher
  type                       = "KeyVaultForLinux"
  type_handler_version       = "3.0"
  auto_upgrade_minor_version = true
  settings                   = local.settings

  # With requireInitialSync the extension waits for its certificates, so let it read them first.
  depends_on = [azurerm_role_assignment.vm]
}

resource "azurerm_virtual_machine_scale_set_extension" "certificates" {
  name                         = "KeyVaultForLinux"
  virtual_machine_scale_set_id = data.azurerm_virtual_machine_scale_set.vmss.id
  publisher                    = var.extension_publisher
  type                         = "KeyVaultForLinux"
  type_handler_version         = "3.0"
  auto_upgrade_minor_version   = true
  settings                     = local.settings

  depends_on = [azurerm_role_assignment.vmss]
}

# Runs when the certificates are on disk.
resource "azurerm_virtual_machine_scale_set_extension" "nginx" {
  name                         = "InstallNginx"
  virtual_machine_scale_set_id = data.azurerm_virtual_machine_scale_set.vmss.id
  publisher                    = "Microsoft.Azure.Extensions"
  type                         = "CustomScript"
  type_handler_version         = "2.1"
  auto_upgrade_minor_version   = true
  provision_after_extensions   = [azurerm_virtual_machine_scale_set_extension.certificates.name]
  settings                     = jsonencode({ commandToExecute = "apt-get update && apt-get install -y nginx" })
}
