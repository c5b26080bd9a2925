# The extension on a VM that exists, with Azure PowerShell: an identity, the role, the extension.
param(
  [Parameter(Mandatory)] [string] $ResourceGroupName,
  [Parameter(Mandatory)] [string] $VMName,
  [Parameter(Mandatory)] [string] $VaultName,
  # Yours, under which the package was published.
  [Parameter(Mandatory)] [string] $Publisher
)
$ErrorActionPreference = 'Stop'

$vm = Get-AzVM -ResourceGroupName $ResourceGroupName -Name $VMName
Update-AzVM -ResourceGroupName $ResourceGroupName -VM $vm -IdentityType SystemAssigned | Out-Null
$vm = Get-AzVM -ResourceGroupName $ResourceGroupName -Name $VMName
$vault = Get-AzKeyVault -VaultName $VaultName

# Key Vault Secrets User
New-AzRoleAssignment -RoleDefinitionId 4633458b-17de-408a-b874-0445c86b69e6 -ObjectId $vm.Identity.PrincipalId `
  -Scope $vault.ResourceId

# SettingString takes the file as it is; a hashtable in Settings would be converted.
Set-AzVMExtension -ResourceGroupName $ResourceGroupName -VMName $VMName -Location $vm.Location `
  -Name KeyVaultForLinux -Publisher $Publisher -ExtensionType KeyVaultForLinux -TypeHandlerVersion 3.0 `
  -SettingString (Get-Content -Raw "$PSScriptRoot/../settings.json")
