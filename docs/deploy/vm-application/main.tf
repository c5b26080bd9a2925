# The gallery, the application, one version of it, and a VM that exists and gets it.
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

variable "location" {
  type = string
}

variable "gallery_name" {
  type = string
}

variable "application_version" {
  type        = string
  description = "Three numbers. A VM takes other settings only with another version, so count up the last one for those."
}

variable "package_link" {
  type        = string
  description = "akvvm.tar: a blob of yours, with a SAS that may read it."
  sensitive   = true
}

variable "settings_link" {
  type        = string
  description = "settings.json, likewise."
  sensitive   = true
}

variable "vm_name" {
  type = string
}

variable "vault_name" {
  type = string
}

data "azurerm_key_vault" "vault" {
  name                = var.vault_name
  resource_group_name = var.resource_group_name
}

data "azurerm_virtual_machine" "vm" {
  name                = var.vm_name
  resource_group_name = var.resource_group_name
}

resource "azurerm_role_assignment" "vm" {
  scope                = data.azurerm_key_vault.vault.id
  role_definition_name = "Key Vault Secrets User"
  principal_id         = data.azurerm_virtual_machine.vm.identity[0].principal_id
  principal_type       = "ServicePrincipal"
}

resource "azurerm_shared_image_gallery" "gallery" {
  name                = var.gallery_name
  resource_group_name = var.resource_group_name
  location            = var.location
}

resource "azurerm_gallery_application" "akvvm" {
  name              = "akvvm"
  gallery_id        = azurerm_shared_image_gallery.gallery.id
  location          = var.location
  supported_os_type = "Linux"
}

resource "azurerm_gallery_application_version" "akvvm" {
  name                   = var.application_version
  gallery_application_id = azurerm_gallery_application.akvvm.id
  location               = var.location
  package_file           = "akvvm.tar"
  config_file            = "settings.json"

  source {
    media_link                 = var.package_link
    default_configuration_link = var.settings_link
  }

  manage_action {
    install = file("${path.module}/install.txt")
    update  = file("${path.module}/update.txt")
    remove  = file("${path.module}/remove.txt")
  }

  target_region {
    name                   = var.location
    regional_replica_count = 1
  }
}

resource "azurerm_virtual_machine_gallery_application_assignment" "vm" {
  virtual_machine_id             = data.azurerm_virtual_machine.vm.id
  gallery_application_version_id = azurerm_gallery_application_version.akvvm.id
  order                          = 1

  depends_on = [azurerm_role_assignment.vm]
}
