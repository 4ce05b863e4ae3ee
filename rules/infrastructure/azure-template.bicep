resource r1 'Microsoft.Network/networkSecurityGroups@2023-09-01' = {
  name: 'open'
  properties: {
    securityRules: [
      {
        name: 'ssh'
        properties: {
          protocol: 'Tcp'
          access: 'Allow'
          direction: 'Inbound'
          // ruleid: azure-port-open-to-internet
          sourceAddressPrefix: '*'
          sourcePortRange: '*'
          destinationPortRange: '22'
        }
      }
      {
        name: 'desktop'
        properties: {
          destinationPortRanges: ['443', '3380-3400']
          // ruleid: azure-port-open-to-internet
          sourceAddressPrefixes: ['10.0.0.0/8', '0.0.0.0/0']
          access: 'Allow'
          direction: 'Inbound'
        }
      }
      {
        name: 'web'
        // ok: azure-port-open-to-internet
        properties: {
          access: 'Allow'
          direction: 'Inbound'
          sourceAddressPrefix: '*'
          destinationPortRange: '443'
        }
      }
      {
        name: 'denied'
        // ok: azure-port-open-to-internet
        properties: {
          access: 'Deny'
          direction: 'Inbound'
          sourceAddressPrefix: '*'
          destinationPortRange: '*'
        }
      }
      {
        name: 'outward'
        // ok: azure-port-open-to-internet
        properties: {
          access: 'Allow'
          direction: 'Outbound'
          sourceAddressPrefix: '*'
          destinationPortRange: '*'
        }
      }
      {
        name: 'ping'
        // ok: azure-port-open-to-internet
        properties: {
          access: 'Allow'
          direction: 'Inbound'
          protocol: 'Icmp'
          sourceAddressPrefix: '*'
          destinationPortRange: '*'
        }
      }
      {
        name: 'given'
        // ok: azure-port-open-to-internet
        properties: {
          access: 'Allow'
          direction: 'Inbound'
          sourceAddressPrefix: parameters('office')
          destinationPortRange: '22'
        }
      }
    ]
  }
}

resource r2 'Microsoft.Sql/servers@2023-01-01' = {
  name: 'sql'
  // ruleid: azure-weak-tls-version
  properties: { minimalTlsVersion: '1.0' }

  resource r3 'firewallRules' = {
    name: 'all'
    // ruleid: azure-port-open-to-internet
    properties: { startIpAddress: '0.0.0.0', endIpAddress: '255.255.255.255' }
  }

  resource r4 'firewallRules' = {
    name: 'azure'
    // ok: azure-port-open-to-internet
    properties: { startIpAddress: '0.0.0.0', endIpAddress: '0.0.0.0' }
  }
}

resource r5 'Microsoft.Storage/storageAccounts/blobServices/containers@2023-01-01' = {
  name: 'open'
  // ruleid: azure-public-storage
  properties: { publicAccess: 'Container' }
}

resource r6 'Microsoft.Storage/storageAccounts/blobServices/containers@2023-01-01' = {
  name: 'closed'
  // ok: azure-public-storage
  properties: { publicAccess: 'None' }
}

resource r7 'Microsoft.Storage/storageAccounts@2023-01-01' = {
  name: 'open'
  properties: {
    // ruleid: azure-public-storage-allowed
    allowBlobPublicAccess: true
    // ruleid: azure-unencrypted-traffic-allowed
    supportsHttpsTrafficOnly: false
    // ruleid: azure-weak-tls-version
    minimumTlsVersion: 'TLS1_0'
  }
}

resource r8 'Microsoft.Storage/storageAccounts@2023-01-01' = {
  name: 'closed'
  properties: {
    // ok: azure-public-storage-allowed
    allowBlobPublicAccess: false
    // ok: azure-unencrypted-traffic-allowed
    supportsHttpsTrafficOnly: parameters('https')
    // ok: azure-weak-tls-version
    minimumTlsVersion: 'TLS1_2'
  }
}

resource r9 'Microsoft.DBforMySQL/servers@2023-01-01' = {
  name: 'shop'
  // ruleid: azure-unencrypted-traffic-allowed
  properties: { sslEnforcement: 'Disabled' }
}

resource r10 'Microsoft.DBforMySQL/flexibleServers/configurations@2023-01-01' = {
  name: concat(parameters('server'), '/require_secure_transport')
  // ruleid: azure-unencrypted-traffic-allowed
  properties: { value: 'OFF', source: 'user-override' }
}

resource r11 'Microsoft.Cache/redis@2023-01-01' = {
  name: 'shop'
  properties: {
    // ruleid: azure-unencrypted-traffic-allowed
    enableNonSslPort: true
  }
}

// ruleid: azure-unencrypted-traffic-allowed
resource r12 'Microsoft.Web/sites@2023-01-01' = {
  name: 'shop'
  properties: {
    // ruleid: azure-weak-tls-version
    siteConfig: { minTlsVersion: '1.1' }
  }
}

resource r13 'Microsoft.Web/sites/slots@2023-01-01' = {
  name: 'shop/next'
  // ruleid: azure-unencrypted-traffic-allowed
  properties: { httpsOnly: false }
}

// ok: azure-unencrypted-traffic-allowed
resource r14 'Microsoft.Web/sites@2023-01-01' = {
  name: 'given'
  properties: parameters('properties')
}

// ok: azure-unencrypted-traffic-allowed
resource r15 'Microsoft.Web/sites@2023-01-01' = {
  name: 'careful'
  // ok: azure-weak-tls-version
  properties: { httpsOnly: true, siteConfig: { minTlsVersion: '1.2' } }
}

resource r16 'Microsoft.ApiManagement/service/apis@2023-01-01' = {
  name: 'shop'
  // ruleid: azure-unencrypted-traffic-allowed
  properties: { protocols: ['https', 'http'] }
}

resource r17 'Microsoft.ApiManagement/service@2023-01-01' = {
  name: 'shop'
  properties: {
    customProperties: {
      // ruleid: azure-weak-tls-version
      'Microsoft.WindowsAzure.ApiManagement.Gateway.Security.Protocols.Tls10': 'true'
      // ok: azure-weak-tls-version
      'Microsoft.WindowsAzure.ApiManagement.Gateway.Security.Protocols.Tls11': 'false'
    }
  }
}

resource r18 'Microsoft.Network/applicationGateways@2023-01-01' = {
  name: 'shop'
  properties: {
    // ruleid: azure-weak-tls-version
    sslPolicy: { policyType: 'Predefined', policyName: 'AppGwSslPolicy20150501' }
    httpListeners: [
      // ruleid: azure-unencrypted-traffic-allowed
      { name: 'web', properties: { protocol: 'Http' } }
    ]
  }
}

// ruleid: azure-vault-purge-possible
resource r19 'Microsoft.KeyVault/vaults@2023-01-01' = {
  name: 'unset'
  properties: { tenantId: subscription().tenantId }
}

// ok: azure-vault-purge-possible
resource r20 'Microsoft.KeyVault/vaults@2023-01-01' = {
  name: 'kept'
  properties: { enablePurgeProtection: true, enableSoftDelete: true }
}

resource r21 'Microsoft.Compute/virtualMachines@2023-01-01' = {
  name: 'shop'
  properties: {
    osProfile: {
      // ruleid: azure-password-login-allowed
      linuxConfiguration: { disablePasswordAuthentication: false }
    }
  }
}

resource r22 'Microsoft.Compute/virtualMachineScaleSets@2023-01-01' = {
  name: 'shop'
  properties: {
    virtualMachineProfile: {
      // ok: azure-password-login-allowed
      osProfile: { linuxConfiguration: { disablePasswordAuthentication: true } }
    }
  }
}

resource r23 'Microsoft.ContainerService/managedClusters@2023-01-01' = {
  name: 'shop'
  // ruleid: azure-cluster-authorization-off
  properties: { enableRBAC: false }
}

resource r24 'Microsoft.ContainerService/managedClusters@2023-01-01' = {
  name: 'careful'
  // ok: azure-cluster-authorization-off
  properties: { enableRBAC: true }
}

resource r25 'Microsoft.ContainerRegistry/registries@2023-01-01' = {
  name: 'shop'
  // ruleid: azure-registry-shared-login
  properties: { adminUserEnabled: true }
}

resource r26 'Microsoft.ContainerRegistry/registries@2023-01-01' = {
  name: 'careful'
  // ok: azure-registry-shared-login
  properties: { adminUserEnabled: false }
}

resource r27 'Microsoft.Authorization/roleDefinitions@2023-01-01' = {
  name: 'all'
  properties: {
    permissions: [
      // ruleid: azure-full-access-granted
      { actions: ['*'], notActions: [] }
    ]
  }
}

resource r28 'Microsoft.Authorization/roleDefinitions@2023-01-01' = {
  name: 'some'
  // ok: azure-full-access-granted
  properties: {
    permissions: [
      { actions: ['Microsoft.Storage/storageAccounts/read'], notActions: ['*'] }
    ]
  }
}
