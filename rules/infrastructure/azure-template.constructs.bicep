targetScope = 'resourceGroup'

import { lockType } from 'br/public:avm/utl/types/avm-common-types:0.6.0'

type settings = {
  @description('''
  It's { not [ closed here.
  ''')
  *: string?
  size: 'small' | 'large'
}

@description('Whether it is open. All of this is one expression.')
param open bool? // Not said, it is closed.

param tags resourceInput<'Microsoft.Storage/storageAccounts@2023-01-01'>.tags?
param office string = '203.0.113.0/24'

var options = { supportsHttpsTrafficOnly: false }
var name = '${uniqueString(resourceGroup().id, '${office}{')}-shop'

resource known 'Microsoft.KeyVault/vaults@2023-07-01' existing = {
  // ok: azure-vault-purge-possible
  name: 'known'
  properties: {}
}

// ruleid: azure-vault-purge-possible
resource vault 'Microsoft.KeyVault/vaults@2023-07-01' = if (open ?? false) {
  name: '${name}-vault'
  properties: {
    tenantId: subscription().tenantId
  }
}

// ok: azure-vault-purge-possible
resource spread 'Microsoft.KeyVault/vaults@2023-07-01' = {
  name: 'spread'
  properties: {
    ...options
    tenantId: subscription().tenantId
  }
}

// ok: azure-vault-purge-possible
resource joined 'Microsoft.KeyVault/vaults@2023-07-01' = {
  name: 'joined'
  properties: union(options, { enablePurgeProtection: true })
}

resource accounts 'Microsoft.Storage/storageAccounts@2023-01-01' = [
  for (each, i) in range(0, 2): if (each > 0) {
    name: 'shop${i}'
    properties: {
      // ruleid: azure-unencrypted-traffic-allowed
      supportsHttpsTrafficOnly: false /* for now */, allowBlobPublicAccess: open
        ? true
        : false
      // ruleid: azure-weak-tls-version
      minimumTlsVersion: 'TLS1_0' // It is old.
      // ok: azure-public-storage-allowed
      accessTier: 'Hot'
    }

    resource blobs 'blobServices' = {
      name: 'default'

      resource pictures 'containers' = {
        name: 'pictures'
        properties: {
          // ruleid: azure-public-storage
          publicAccess: 'Blob'
        }
      }
    }
  }
]

resource rule 'Microsoft.Network/networkSecurityGroups/securityRules@2023-09-01' = {
  parent: group
  name: 'ssh'
  properties: {
    access: 'Allow'
    direction: 'Inbound'
    protocol: 'Tcp'
    // ok: azure-port-open-to-internet
    sourceAddressPrefix: office
    destinationPortRange: '22'
  }
}

module registry 'br/public:avm/res/container-registry/registry:0.9.0' = {
  name: 'registry'
  params: {
    name: 'shop'
    // ok: azure-registry-shared-login
    acrAdminUserEnabled: true
  }
}
