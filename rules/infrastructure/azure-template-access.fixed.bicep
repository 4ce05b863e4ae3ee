resource r1 'Microsoft.Storage/storageAccounts@2023-01-01' = {
  name: 'open'
  properties: {
    // ruleid: azure-network-unrestricted
    networkAcls: { defaultAction: 'Allow' }
    // ruleid: azure-shared-keys-allowed
    allowSharedKeyAccess: true
    // ruleid: azure-public-network-access
    publicNetworkAccess: 'Disabled'
  }
}

resource r2 'Microsoft.Storage/storageAccounts@2023-01-01' = {
  name: 'closed'
  properties: {
    // ok: azure-network-unrestricted
    networkAcls: { defaultAction: 'Deny' }
    // ok: azure-shared-keys-allowed
    allowSharedKeyAccess: false
    // ok: azure-public-network-access
    publicNetworkAccess: 'Enabled'
  }
}

resource r3 'Microsoft.Storage/storageAccounts@2023-01-01' = {
  name: 'private'
  properties: {
    // ok: azure-network-unrestricted
    networkAcls: { defaultAction: 'Allow' }
    // ok: azure-public-network-access
    publicNetworkAccess: 'Disabled'
  }
}

resource r4 'Microsoft.DocumentDB/databaseAccounts@2023-01-01' = {
  name: 'shop'
  properties: {
    ipRules: [
      // ruleid: azure-network-unrestricted
      { ipAddressOrRange: '0.0.0.0/0' }
    ]
  }
}

// ruleid: azure-vault-network-unset
resource r5 'Microsoft.KeyVault/vaults@2023-01-01' = {
  name: 'open'
  properties: { enablePurgeProtection: true }
}

// ok: azure-vault-network-unset
resource r6 'Microsoft.KeyVault/vaults@2023-01-01' = {
  name: 'closed'
  properties: { networkAcls: parameters('networkAcls') }
}

resource r7 'Microsoft.ContainerRegistry/registries@2023-01-01' = {
  name: 'open'
  sku: { name: 'Premium' }
  // ruleid: azure-anonymous-access
  properties: { anonymousPullEnabled: false }
}

resource r8 'Microsoft.ContainerRegistry/registries@2023-01-01' = {
  name: 'small'
  sku: { name: 'Basic' }
  // ok: azure-anonymous-access
  properties: { anonymousPullEnabled: true }
}

resource r9 'Microsoft.Cache/redis@2023-01-01' = {
  name: 'open'
  // ruleid: azure-anonymous-access
  properties: { redisConfiguration: { authnotrequired: 'false' } }
}

resource r10 'Microsoft.EventHub/namespaces@2023-01-01' = {
  name: 'shop'
  // ruleid: azure-shared-keys-allowed
  properties: { disableLocalAuth: false }
}

// ruleid: azure-cluster-network-policy-unset, azure-cluster-endpoint-unrestricted
resource r11 'Microsoft.ContainerService/managedClusters@2023-01-01' = {
  name: 'open'
  properties: {
    // ruleid: azure-cluster-local-accounts
    disableLocalAccounts: true
    agentPoolProfiles: [
      // ruleid: azure-public-node
      { name: 'system', enableNodePublicIP: false }
    ]
    networkProfile: { networkPlugin: 'azure' }
  }
}

// ok: azure-cluster-network-policy-unset, azure-cluster-endpoint-unrestricted
resource r12 'Microsoft.ContainerService/managedClusters@2023-01-01' = {
  name: 'closed'
  properties: {
    // ok: azure-cluster-local-accounts
    disableLocalAccounts: true
    // ok: azure-public-node
    agentPoolProfiles: [
      { name: 'system', enableNodePublicIP: false }
    ]
    // ok: azure-cluster-endpoint-open
    apiServerAccessProfile: { authorizedIPRanges: [parameters('office')] }
    networkProfile: { networkPlugin: 'azure', networkPolicy: 'cilium' }
  }
}

resource r13 'Microsoft.ContainerService/managedClusters@2023-01-01' = {
  name: 'wide'
  // ruleid: azure-cluster-endpoint-open
  properties: { apiServerAccessProfile: { authorizedIPRanges: ['0.0.0.0/0'] } }
}

resource r14 'Microsoft.Authorization/roleDefinitions@2023-01-01' = {
  name: 'escalating'
  properties: {
    permissions: [
      // ruleid: azure-role-escalation-allowed
      { actions: ['Microsoft.Authorization/roleAssignments/write'] }
    ]
  }
}

resource r15 'Microsoft.Authorization/roleDefinitions@2023-01-01' = {
  name: 'reading'
  // ok: azure-role-escalation-allowed
  properties: {
    permissions: [
      { actions: ['Microsoft.Authorization/roleAssignments/read'] }
    ]
  }
}

resource r16 'Microsoft.ManagedIdentity/userAssignedIdentities/federatedIdentityCredentials@2023-01-01' = {
  name: 'deployer/all'
  // ruleid: azure-workload-trust-too-wide
  properties: { issuer: 'https://token.actions.githubusercontent.com', subject: 'repo:*' }
}

resource r17 'Microsoft.ManagedIdentity/userAssignedIdentities/federatedIdentityCredentials@2023-01-01' = {
  name: 'deployer/one'
  properties: {
    issuer: 'https://token.actions.githubusercontent.com'
    // ok: azure-workload-trust-too-wide
    subject: 'repo:example/shop:environment:production'
  }
}
