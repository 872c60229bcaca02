; The installer for Windows, by Inno Setup 6, out of what `py packaging\dev.py bundle` leaves in dist\gradiometer:
;   iscc /DVersion=0.1.0 packaging\windows\gradiometer.iss
#ifndef Version
  #error Give the version of pyproject.toml: /DVersion=0.1.0
#endif
#define Kind "Gradiometer.Session"

[Setup]
AppId={{6B0E2F0D-6A0B-4C53-9D0E-7A1B6C0F3A52}
AppName=Gradiometer
AppVersion={#Version}
AppPublisher=The Gradiometer authors
DefaultDirName={autopf}\Gradiometer
DefaultGroupName=Gradiometer
DisableProgramGroupPage=yes
; A user needs no administrator for it.
PrivilegesRequired=lowest
PrivilegesRequiredOverridesAllowed=dialog
ArchitecturesAllowed=x64compatible
ArchitecturesInstallIn64BitMode=x64compatible
ChangesAssociations=yes
LicenseFile=..\..\LICENSE
SetupIconFile=..\..\build\icons\gradiometer.ico
UninstallDisplayIcon={app}\gradiometer.exe
OutputDir=..\..\dist
OutputBaseFilename=gradiometer-{#Version}-setup
Compression=lzma2
SolidCompression=yes
WizardStyle=modern

[Files]
Source: "..\..\dist\gradiometer\*"; DestDir: "{app}"; Flags: recursesubdirs ignoreversion

[Icons]
Name: "{group}\Gradiometer"; Filename: "{app}\gradiometer.exe"

[Registry]
Root: HKA; Subkey: "Software\Classes\.gradiometer"; ValueType: string; ValueData: "{#Kind}"; Flags: uninsdeletevalue
Root: HKA; Subkey: "Software\Classes\.gradiometer"; ValueType: string; ValueName: "Content Type"; ValueData: "application/x-gradiometer-session"
Root: HKA; Subkey: "Software\Classes\{#Kind}"; ValueType: string; ValueData: "Gradiometer session"; Flags: uninsdeletekey
Root: HKA; Subkey: "Software\Classes\{#Kind}\DefaultIcon"; ValueType: string; ValueData: "{app}\gradiometer.exe,0"
Root: HKA; Subkey: "Software\Classes\{#Kind}\shell\open\command"; ValueType: string; ValueData: """{app}\gradiometer.exe"" ""%1"""

[Run]
Filename: "{app}\gradiometer.exe"; Description: "Start Gradiometer"; Flags: nowait postinstall skipifsilent
