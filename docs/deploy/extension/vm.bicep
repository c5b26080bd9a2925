// The extension on a VM that exists and has a system-assigned identity; the vault is in the same resource group.
param vmName string
param vaultName string

@description('Yours: the publisher under which the package was published.')
param extensionPublisher string
param extensionType string = 'KeyVaultForLinux'
param typeHandlerVersion string = '3.0'
param location string = resourceGroup().location
param settings object = loadJsonContent('../settings.json')

// Key Vault Secrets User
var secretsUser = '4633458b-17de-408a-b874-0445c86b69e6'

resource vm 'Microsoft.Compute/virtualMachines@2022-08-01' existing = {
  name: vmName
}

resource vault 'Microsoft.KeyVault/vaults@2022-07-01' existing = {
  name: vaultName
}

resource role 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: vault
  name: guid(vault.id, vm.id, secretsUser)
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', secretsUser)
    principalId: vm.identity.principalId
    principalType: 'ServicePrincipal'
  }
}

resource extension 'Microsoft.Compute/virtualMachines/extensions@2022-08-01' = {
  parent: vm
  name: 'KeyVaultForLinux'
  location: location
  properties: {
    publisher: extensionPublisher
    type: extensionType
    typeHandlerVersion: typeHandlerVersion
    autoUpgradeMinorVersion: true
    settings: settings
  }
  dependsOn: [
    role
  ]
}
