// The extension on a machine with Azure Arc; the vault is in the same resource group.
param machineName string
param vaultName string

@description('Yours: the publisher under which the package was published.')
param extensionPublisher string
param extensionType string = 'KeyVaultForLinux'
param location string = resourceGroup().location
param settings object = loadJsonContent('settings.json')

// Key Vault Secrets User
var secretsUser = '4633458b-17de-408a-b874-0445c86b69e6'

resource machine 'Microsoft.HybridCompute/machines@2022-03-10' existing = {
  name: machineName
}

resource vault 'Microsoft.KeyVault/vaults@2022-07-01' existing = {
  name: vaultName
}

resource role 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: vault
  name: guid(vault.id, machine.id, secretsUser)
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', secretsUser)
    principalId: machine.identity.principalId
    principalType: 'ServicePrincipal'
  }
}

resource extension 'Microsoft.HybridCompute/machines/extensions@2022-03-10' = {
  parent: machine
  name: 'KeyVaultForLinux'
  location: location
  properties: {
    publisher: extensionPublisher
    type: extensionType
    autoUpgradeMinorVersion: true
    settings: settings
  }
  dependsOn: [
    role
  ]
}
