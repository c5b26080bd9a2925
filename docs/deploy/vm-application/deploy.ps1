# Publishes what `make` made as a VM Application and gives it to a VM that exists, with Azure PowerShell.
param(
  [Parameter(Mandatory)] [string] $ResourceGroupName,
  [Parameter(Mandatory)] [string] $Location,
  [Parameter(Mandatory)] [string] $GalleryName,
  # Three numbers. A VM takes other settings only with another version, so count up the last one for those.
  [Parameter(Mandatory)] [string] $Version,
  # akvvm.tar and settings.json: blobs of yours, with a SAS that may read them.
  [Parameter(Mandatory)] [string] $PackageLink,
  [Parameter(Mandatory)] [string] $SettingsLink,
  [Parameter(Mandatory)] [string] $VMName,
  [Parameter(Mandatory)] [string] $VaultName
)
$ErrorActionPreference = 'Stop'

$vm = Get-AzVM -ResourceGroupName $ResourceGroupName -Name $VMName
Update-AzVM -ResourceGroupName $ResourceGroupName -VM $vm -IdentityType SystemAssigned | Out-Null
$vm = Get-AzVM -ResourceGroupName $ResourceGroupName -Name $VMName
$vault = Get-AzKeyVault -VaultName $VaultName

# Key Vault Secrets User
New-AzRoleAssignment -RoleDefinitionId 4633458b-17de-408a-b874-0445c86b69e6 -ObjectId $vm.Identity.PrincipalId `
  -Scope $vault.ResourceId

New-AzGallery -ResourceGroupName $ResourceGroupName -Name $GalleryName -Location $Location
New-AzGalleryApplication -ResourceGroupName $ResourceGroupName -GalleryName $GalleryName -Name akvvm `
  -Location $Location -SupportedOSType Linux
$application = New-AzGalleryApplicationVersion -ResourceGroupName $ResourceGroupName -GalleryName $GalleryName `
  -GalleryApplicationName akvvm -Name $Version -Location $Location `
  -PackageFileLink $PackageLink -PackageFileName akvvm.tar `
  -DefaultConfigFileLink $SettingsLink -ConfigFileName settings.json `
  -Install (Get-Content -Raw "$PSScriptRoot/install.txt") -Update (Get-Content -Raw "$PSScriptRoot/update.txt") `
  -Remove (Get-Content -Raw "$PSScriptRoot/remove.txt")

Add-AzVmGalleryApplication -VM $vm -GalleryApplication (New-AzVmGalleryApplication -PackageReferenceId $application.Id)
Update-AzVM -ResourceGroupName $ResourceGroupName -VM $vm
