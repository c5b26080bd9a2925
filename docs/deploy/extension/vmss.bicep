// A scale set whose instances run nginx only once they have their certificates.
param vmssName string
param vaultName string
param subnetId string
param adminUsername string
param sshPublicKey string

@description('A user-assigned identity in this resource group. A system-assigned one would not do: it exists only with the scale set, which would wait for certificates that it may not read yet.')
param identityName string

@description('Yours: the publisher under which the package was published.')
param extensionPublisher string
param extensionType string = 'KeyVaultForLinux'
param typeHandlerVersion string = '3.0'
param location string = resourceGroup().location
param vmSize string = 'Standard_B2s'
param instanceCount int = 2
param image object = {
  publisher: 'Debian'
  offer: 'debian-12'
  sku: '12-gen2'
  version: 'latest'
}
param settings object = loadJsonContent('../settings.json')

// Key Vault Secrets User
var secretsUser = '4633458b-17de-408a-b874-0445c86b69e6'

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2018-11-30' existing = {
  name: identityName
}

resource vault 'Microsoft.KeyVault/vaults@2022-07-01' existing = {
  name: vaultName
}

resource role 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: vault
  name: guid(vault.id, identity.id, secretsUser)
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', secretsUser)
    principalId: identity.properties.principalId
    principalType: 'ServicePrincipal'
  }
}

resource vmss 'Microsoft.Compute/virtualMachineScaleSets@2022-08-01' = {
  name: vmssName
  location: location
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  sku: {
    name: vmSize
    capacity: instanceCount
  }
  properties: {
    orchestrationMode: 'Uniform'
    overprovision: false
    upgradePolicy: {
      mode: 'Automatic'
    }
    virtualMachineProfile: {
      osProfile: {
        computerNamePrefix: vmssName
        adminUsername: adminUsername
        linuxConfiguration: {
          disablePasswordAuthentication: true
          ssh: {
            publicKeys: [
              {
                path: '/home/${adminUsername}/.ssh/authorized_keys'
                keyData: sshPublicKey
              }
            ]
          }
        }
      }
      storageProfile: {
        imageReference: image
        osDisk: {
          createOption: 'FromImage'
          managedDisk: {
            storageAccountType: 'StandardSSD_LRS'
          }
        }
      }
      networkProfile: {
        networkInterfaceConfigurations: [
          {
            name: 'nic'
            properties: {
              primary: true
              ipConfigurations: [
                {
                  name: 'ip'
                  properties: {
                    subnet: {
                      id: subnetId
                    }
                  }
                }
              ]
            }
          }
        ]
      }
      extensionProfile: {
        extensions: [
          {
            name: 'KeyVaultForLinux'
            properties: {
              publisher: extensionPublisher
              type: extensionType
              typeHandlerVersion: typeHandlerVersion
              autoUpgradeMinorVersion: true
              settings: settings
            }
          }
          {
            name: 'InstallNginx'
            properties: {
              publisher: 'Microsoft.Azure.Extensions'
              type: 'CustomScript'
              typeHandlerVersion: '2.1'
              autoUpgradeMinorVersion: true
              provisionAfterExtensions: [
                'KeyVaultForLinux'
              ]
              settings: {
                commandToExecute: 'apt-get update && apt-get install -y nginx'
              }
            }
          }
        ]
      }
    }
  }
  dependsOn: [
    role
  ]
}
