// The gallery, the application and one version of it. Both links are blobs of yours with a SAS that may read them.
param galleryName string
param location string = resourceGroup().location

@description('Three numbers. A VM takes other settings only with another version, so count up the last one for those.')
param version string

@secure()
param packageLink string

@secure()
param settingsLink string
param replicaCount int = 1

resource gallery 'Microsoft.Compute/galleries@2022-03-03' = {
  name: galleryName
  location: location
  properties: {}
}

resource application 'Microsoft.Compute/galleries/applications@2022-03-03' = {
  parent: gallery
  name: 'akvvm'
  location: location
  properties: {
    supportedOSType: 'Linux'
    description: 'Key Vault VM extension for Linux'
  }
}

resource applicationVersion 'Microsoft.Compute/galleries/applications/versions@2022-03-03' = {
  parent: application
  name: version
  location: location
  properties: {
    publishingProfile: {
      source: {
        mediaLink: packageLink
        defaultConfigurationLink: settingsLink
      }
      manageActions: {
        install: loadTextContent('install.txt')
        update: loadTextContent('update.txt')
        remove: loadTextContent('remove.txt')
      }
      settings: {
        packageFileName: 'akvvm.tar'
        configFileName: 'settings.json'
      }
      targetRegions: [
        {
          name: location
          regionalReplicaCount: replicaCount
        }
      ]
    }
  }
}

output applicationVersionId string = applicationVersion.id
