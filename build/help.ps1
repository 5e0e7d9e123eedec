#Requires -Version 5.1
<#
.SYNOPSIS
Makes the help files of a module (MAML) from Markdown.

.DESCRIPTION
Reads help/<language>/<Command>.md beside the module's folder, takes syntax and parameters from the
commands themselves, and writes <language>/<Module>-help.xml into the module's folder. Says with
file and line where a page and its command do not agree; nothing is written then.

A page: '# Command', then the sections SYNOPSIS, DESCRIPTION, PARAMETERS ('### -Name' each),
EXAMPLES (two or more: '### title', a powershell block, text, a text block with the output where
there is one), INPUTS and OUTPUTS ('### Type' each), NOTES and LINKS ('- [title](address)' or
'- Command').

.PARAMETER Module
The manifest of the built module.

.PARAMETER Check
Writes nothing; ends with 1 where a file is not as it would be made.
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory)]
    [string] $Module,

    [switch] $Check
)

Set-StrictMode -Version 3.0
$ErrorActionPreference = 'Stop'

$Namespaces = [ordered]@{
    maml    = 'http://schemas.microsoft.com/maml/2004/10'
    command = 'http://schemas.microsoft.com/maml/dev/command/2004/10'
    dev     = 'http://schemas.microsoft.com/maml/dev/2004/10'
}
$PartedNames = 'PARAMETERS', 'EXAMPLES', 'INPUTS', 'OUTPUTS'
$SectionNames = @('SYNOPSIS', 'DESCRIPTION') + $PartedNames + @('NOTES', 'LINKS')
# What stands on no page: the title of an example, and parameters that every changing command has.
$Words = @{
    'en-US' = @{
        Example = 'Example {0}: {1}'
        WhatIf  = 'Shows what would be done, and does nothing.'
        Confirm = 'Asks before anything is changed.'
    }
    'ja-JP' = @{
        Example = '例 {0}: {1}'
        WhatIf  = '実行される内容を表示します。何も変更されません。'
        Confirm = '変更する前に確認を求めます。'
    }
}
$Defects = New-Object -TypeName System.Collections.Generic.List[string]

function Add-Defect {
    param([string] $Path, [int] $Line, [string] $Text)
    $Defects.Add(('{0}:{1}: {2}' -f $Path, $Line, $Text))
}

# The page as title and sections; a section as its lines and parts ('###').
function Read-Page {
    param([string] $Path)
    $page = @{ Path = $Path; Title = ''; Sections = @{} }
    $number = 0
    $fenced = $false
    $section = $current = $null
    foreach ($text in [System.IO.File]::ReadAllLines($Path)) {
        $number++
        if ($text.StartsWith('```')) {
            $fenced = -not $fenced
        }
        if ($fenced -or $text -notmatch '^(#{1,3}) +(.*?) *$') {
            if ($current -and $current.Title -cnotin $PartedNames) {
                $current.Lines.Add(@{ Number = $number; Text = $text.TrimEnd() })
            } elseif ($text.Trim()) {
                Add-Defect $Path $number 'text that belongs to no heading'
            }
            continue
        }
        $level, $title = $Matches[1].Length, $Matches[2]
        $current = @{
            Title = $title
            Line  = $number
            Lines = New-Object -TypeName System.Collections.Generic.List[object]
            Parts = New-Object -TypeName System.Collections.Generic.List[object]
        }
        if ($level -eq 1 -and -not $page.Title) {
            $page.Title = $title
            $current = $null
        } elseif ($level -eq 2 -and $title -cin $SectionNames -and -not $page.Sections.ContainsKey($title)) {
            $section = $page.Sections[$title] = $current
        } elseif ($level -eq 3 -and $section -and $section.Title -cin $PartedNames) {
            $section.Parts.Add($current)
        } else {
            Add-Defect $Path $number "the heading '$title' does not belong here, or is here twice"
        }
    }
    if ($fenced) {
        Add-Defect $Path $number 'the last code block has no end'
    }
    $page
}

# Markdown within a line as plain text.
function ConvertTo-PlainText {
    param([string] $Text)
    $plain = [regex]::Replace($Text, '`([^`]+)`', '$1')
    $plain = [regex]::Replace($plain, '\*\*([^*]+)\*\*', '$1')
    [regex]::Replace($plain, '\[([^\]]+)\]\((https://[^)]+)\)', '$1 ($2)')
}

# The lines as blocks: Text (a paragraph or a list) and Code. There must be one.
function Get-Block {
    param([hashtable] $Page, [hashtable] $Part)
    $blocks = New-Object -TypeName System.Collections.Generic.List[object]
    $block = $null
    foreach ($line in $Part.Lines) {
        $text = $line.Text
        if ($block -and $block.Kind -eq 'Code') {
            if ($text.StartsWith('```')) {
                $block = $null
            } else {
                $block.Text = "$($block.Text)`n$text".TrimStart("`n")
            }
        } elseif ($text.StartsWith('```')) {
            $block = @{ Kind = 'Code'; Line = $line.Number; Language = $text.Substring(3).Trim(); Text = '' }
            $blocks.Add($block)
        } elseif (-not $text) {
            $block = $null
        } elseif (-not $block) {
            $block = @{ Kind = 'Text'; Line = $line.Number; Text = ConvertTo-PlainText $text }
            $blocks.Add($block)
        } else {
            # An item of a list stays on its line. Japanese has no blanks where a line ends.
            $text = ConvertTo-PlainText $text.TrimStart()
            $wide = '[\u3000-\u9FFF\uFF00-\uFFEF]'
            $isWide = $block.Text -match "$wide`$" -and $text -match "^$wide"
            $between = if ($line.Text -match '^(-|\d+\.) ') { "`n" } elseif ($isWide) { '' } else { ' ' }
            $block.Text += $between + $text
        }
    }
    if ($blocks.Count -eq 0) {
        Add-Defect $Page.Path $Part.Line "'$($Part.Title)' has no text"
    }
    $blocks
}

# An element: its content is text or elements.
function Get-Node {
    param([string] $Name, [object[]] $Content, [System.Collections.IDictionary] $Attribute = @{})
    @{ Name = $Name; Content = $Content; Attribute = $Attribute }
}

function Get-ParagraphNode {
    param([string] $Name, [object[]] $Blocks)
    Get-Node $Name @(foreach ($block in $Blocks) { Get-Node 'maml:para' $block.Text })
}

function Get-TypeName {
    param([type] $Type)
    $underlying = [System.Nullable]::GetUnderlyingType($Type)
    if ($underlying) {
        Get-TypeName $underlying
    } elseif ($Type.IsGenericType) {
        $arguments = @($Type.GetGenericArguments() | ForEach-Object { Get-TypeName $_ })
        '{0}[{1}]' -f ($Type.Name -replace '`.*'), ($arguments -join ',')
    } else {
        $Type.Name
    }
}

# What the parameters of one name, one for each parameter set, have in common; with its text, or
# without as syntax.
function Get-ParameterNode {
    param([object[]] $Infos, [object[]] $Blocks)
    $info = $Infos[0]
    $attributes = @{}
    foreach ($attribute in $info.Attributes) {
        $attributes[$attribute.GetType().Name] = $attribute
    }
    $type = Get-TypeName $info.ParameterType
    if ($attributes.ContainsKey('PSTypeNameAttribute')) {
        $type = $attributes['PSTypeNameAttribute'].PSTypeName -replace '^.*\.'
    }
    $isSwitch = $info.ParameterType -eq [System.Management.Automation.SwitchParameter]
    $from = @(
        if ($Infos | Where-Object { $_.ValueFromPipeline }) { 'ByValue' }
        if ($Infos | Where-Object { $_.ValueFromPipelineByPropertyName }) { 'ByPropertyName' }
        if ($Infos | Where-Object { $_.ValueFromRemainingArguments }) { 'FromRemainingArguments' }
    )
    $place = $Infos | Where-Object { $_.Position -ge 0 } | Select-Object -First 1
    $given = @{ required = "$(-not $isSwitch)".ToLowerInvariant() }
    Get-Node 'command:parameter' @(
        Get-Node 'maml:name' $info.Name
        if ($Blocks) {
            Get-ParagraphNode 'maml:description' $Blocks
            Get-Node 'command:parameterValue' $type $given
            Get-Node 'dev:type' (Get-Node 'maml:name' $type)
        } elseif ($attributes.ContainsKey('ValidateSetAttribute')) {
            $values = $attributes['ValidateSetAttribute'].ValidValues
            Get-Node 'command:parameterValueGroup' @($values | ForEach-Object { Get-Node 'command:parameterValue' $_ $given })
        } elseif (-not $isSwitch) {
            Get-Node 'command:parameterValue' $type $given
        }
    ) ([ordered]@{
            required       = "$(@($Infos | Where-Object { -not $_.IsMandatory }).Count -eq 0)".ToLowerInvariant()
            variableLength = "$($info.ParameterType.IsArray)".ToLowerInvariant()
            globbing       = "$($attributes.ContainsKey('SupportsWildcardsAttribute'))".ToLowerInvariant()
            pipelineInput  = if ($from) { 'true ({0})' -f ($from -join ', ') } else { 'false' }
            position       = if ($place) { "$($place.Position + 1)" } else { 'named' }
            aliases        = if ($info.Aliases.Count) { $info.Aliases -join ', ' } else { 'none' }
        })
}

# The parameter sets, the default one first. In a set first what has a position, then what must be
# given, then the rest; else the order of the page.
function Get-SyntaxNode {
    param([System.Management.Automation.CommandInfo] $Command, [string[]] $Names)
    $sets = @($Command.ParameterSets | Where-Object { $_.IsDefault }) + @($Command.ParameterSets | Where-Object { -not $_.IsDefault })
    Get-Node 'command:syntax' @(foreach ($set in $sets) {
            $infos = @(foreach ($name in $Names) { $set.Parameters | Where-Object { $_.Name -eq $name } })
            $named = @($infos | Where-Object { $_.Position -lt 0 })
            Get-Node 'command:syntaxItem' @(
                Get-Node 'maml:name' $Command.Name
                $infos | Where-Object { $_.Position -ge 0 } | Sort-Object -Property Position | ForEach-Object { Get-ParameterNode $_ }
                $named | Where-Object { $_.IsMandatory } | ForEach-Object { Get-ParameterNode $_ }
                $named | Where-Object { -not $_.IsMandatory } | ForEach-Object { Get-ParameterNode $_ }
            )
        })
}

# Name -> text in the order of the page. Every parameter has a text, every text a parameter.
function Get-ParameterText {
    param([hashtable] $Page, [string] $Command, [string[]] $Names, [hashtable] $Word)
    $section = $Page.Sections['PARAMETERS']
    $texts = [ordered]@{}
    foreach ($part in $section.Parts) {
        $name = $part.Title -replace '^-'
        if ($part.Title -cne "-$name" -or $name -cnotin $Names) {
            Add-Defect $Page.Path $part.Line "'$($part.Title)' is no parameter of $Command"
        } elseif ($texts.Contains($name)) {
            Add-Defect $Page.Path $part.Line "'$($part.Title)' is here twice"
        } else {
            $texts[$name] = @(Get-Block $Page $part)
        }
    }
    foreach ($name in $Names | Where-Object { -not $texts.Contains($_) }) {
        if ($name -in 'WhatIf', 'Confirm') {
            $texts[$name] = @(@{ Text = $Word[$name] })
        } else {
            Add-Defect $Page.Path $section.Line "the parameter '-$name' has no text"
        }
    }
    $texts
}

function Get-ExampleNode {
    param([hashtable] $Page, [hashtable] $Word)
    $section = $Page.Sections['EXAMPLES']
    if ($section.Parts.Count -lt 2) {
        Add-Defect $Page.Path $section.Line "there are $($section.Parts.Count) examples, not two or more"
    }
    $number = 0
    foreach ($part in $section.Parts) {
        $number++
        $blocks = @(Get-Block $Page $part)
        $kinds = @($blocks | ForEach-Object { if ($_.Kind -eq 'Code') { $_.Language } else { 'prose' } }) -join ' '
        if ($kinds -notmatch '^powershell( prose)+( text( prose)*)?$') {
            Add-Defect $Page.Path $part.Line "'$($part.Title)' is not a powershell block, text, and where there is output a text block"
        }
        foreach ($block in $blocks | Where-Object { $_.Text.StartsWith(' ') }) {
            Add-Defect $Page.Path $block.Line 'a block that begins with a blank loses it in Get-Help'
        }
        $title = $Word.Example -f $number, (ConvertTo-PlainText $part.Title)
        Get-Node 'command:example' @(
            Get-Node 'maml:title' "--- $title ---"
            $blocks | Select-Object -First 1 | ForEach-Object { Get-Node 'dev:code' $_.Text }
            # The empty paragraph keeps the next example apart.
            Get-ParagraphNode 'dev:remarks' (@($blocks | Select-Object -Skip 1) + @{ Text = '' })
        )
    }
}

# INPUTS and OUTPUTS.
function Get-TypeNode {
    param([hashtable] $Page, [string] $Title, [string] $Name)
    $section = $Page.Sections[$Title]
    if ($section.Parts.Count -eq 0) {
        Add-Defect $Page.Path $section.Line "'$Title' names no type"
    }
    foreach ($part in $section.Parts) {
        Get-Node $Name @(
            Get-Node 'dev:type' (Get-Node 'maml:name' $part.Title)
            Get-ParagraphNode 'maml:description' (Get-Block $Page $part)
        )
    }
}

function Get-LinkNode {
    param([hashtable] $Page)
    $section = $Page.Sections['LINKS']
    $lines = @($section.Lines | Where-Object { $_.Text })
    if ($lines.Count -eq 0) {
        Add-Defect $Page.Path $section.Line "'LINKS' names none"
    }
    foreach ($line in $lines) {
        if ($line.Text -match '^- \[(?<text>[^\]]+)\]\((?<address>https://[^)]+)\)$' -or $line.Text -match '^- (?<text>[\w-]+)$') {
            Get-Node 'maml:navigationLink' @((Get-Node 'maml:linkText' $Matches['text']), (Get-Node 'maml:uri' $Matches['address']))
        } else {
            Add-Defect $Page.Path $line.Number "a link is '- [title](https://address)' or '- Command'"
        }
    }
}

function Get-CommandNode {
    param([System.Management.Automation.CommandInfo] $Command, [hashtable] $Page, [hashtable] $Word)
    $common = [System.Management.Automation.PSCmdlet]::CommonParameters
    $infos = @($Command.ParameterSets | ForEach-Object { $_.Parameters } | Where-Object { $_.Name -notin $common })
    $names = @($infos | ForEach-Object { $_.Name } | Select-Object -Unique)
    $texts = Get-ParameterText $Page $Command.Name $names $Word
    Get-Node 'command:command' @(
        Get-Node 'command:details' @(
            Get-Node 'command:name' $Command.Name
            Get-ParagraphNode 'maml:description' (Get-Block $Page $Page.Sections['SYNOPSIS'])
            Get-Node 'command:verb' $Command.Verb
            Get-Node 'command:noun' $Command.Noun
        )
        Get-ParagraphNode 'maml:description' (Get-Block $Page $Page.Sections['DESCRIPTION'])
        Get-SyntaxNode $Command @($texts.Keys)
        Get-Node 'command:parameters' @(foreach ($name in $texts.Keys) {
                Get-ParameterNode @($infos | Where-Object { $_.Name -eq $name }) $texts[$name]
            })
        Get-Node 'command:inputTypes' @(Get-TypeNode $Page 'INPUTS' 'command:inputType')
        Get-Node 'command:returnValues' @(Get-TypeNode $Page 'OUTPUTS' 'command:returnValue')
        Get-Node 'maml:alertSet' (Get-ParagraphNode 'maml:alert' (Get-Block $Page $Page.Sections['NOTES']))
        Get-Node 'command:examples' @(Get-ExampleNode $Page $Word)
        Get-Node 'command:relatedLinks' @(Get-LinkNode $Page)
    )
}

# The commands of one language: those whose page can be read.
function Get-LanguageNode {
    param([System.Management.Automation.CommandInfo[]] $Commands, [System.IO.DirectoryInfo] $Folder)
    $word = if ($Words.ContainsKey($Folder.Name)) { $Words[$Folder.Name] } else { $Words['en-US'] }
    foreach ($file in $Folder.GetFiles('*.md') | Where-Object { $_.BaseName -cnotin $Commands.Name }) {
        Add-Defect $file.FullName 1 'the module exports no command of this name'
    }
    foreach ($command in $Commands) {
        $path = Join-Path -Path $Folder.FullName -ChildPath "$($command.Name).md"
        if (-not [System.IO.File]::Exists($path)) {
            Add-Defect $path 1 'the command has no page'
            continue
        }
        $page = Read-Page $path
        if ($page.Title -cne $command.Name) {
            Add-Defect $path 1 "the title is '$($page.Title)', not '$($command.Name)'"
        }
        $missing = @($SectionNames | Where-Object { -not $page.Sections.ContainsKey($_) })
        if ($missing) {
            Add-Defect $path 1 "sections are missing: $($missing -join ', ')"
        } else {
            Get-CommandNode $command $page $word
        }
    }
}

function Write-Node {
    param([System.Xml.XmlWriter] $Writer, [hashtable] $Node)
    $prefix, $name = $Node.Name -split ':'
    $Writer.WriteStartElement($prefix, $name, $Namespaces[$prefix])
    foreach ($key in $Node.Attribute.Keys) {
        $Writer.WriteAttributeString($key, $Node.Attribute[$key])
    }
    foreach ($item in $Node.Content | Where-Object { $_ }) {
        if ($item -is [hashtable]) { Write-Node $Writer $item } else { $Writer.WriteString($item) }
    }
    $Writer.WriteEndElement()
}

function ConvertTo-HelpFile {
    param([object[]] $Nodes)
    $settings = New-Object -TypeName System.Xml.XmlWriterSettings
    $settings.Indent = $true
    $settings.NewLineChars = "`n"
    $settings.Encoding = New-Object -TypeName System.Text.UTF8Encoding -ArgumentList $true
    $stream = New-Object -TypeName System.IO.MemoryStream
    $writer = [System.Xml.XmlWriter]::Create($stream, $settings)
    $writer.WriteStartElement('helpItems', 'http://msh')
    $writer.WriteAttributeString('schema', 'maml')
    foreach ($prefix in $Namespaces.Keys) {
        $writer.WriteAttributeString('xmlns', $prefix, $null, $Namespaces[$prefix])
    }
    foreach ($node in $Nodes) {
        Write-Node $writer $node
    }
    $writer.WriteEndElement()
    $writer.Close()
    $stream.WriteByte(10)
    # The comma keeps the bytes together.
    , $stream.ToArray()
}

$manifest = (Resolve-Path -LiteralPath $Module).ProviderPath
$root = Split-Path -Path $manifest -Parent
$imported = Import-Module -Name $manifest -Force -PassThru
$commands = @($imported.ExportedCommands.Values | Where-Object { $_.CommandType -ne 'Alias' })
[System.Array]::Sort([string[]] $commands.Name, $commands, [System.StringComparer]::Ordinal)

$files = [ordered]@{}
foreach ($folder in Get-ChildItem -LiteralPath (Join-Path -Path $root -ChildPath '../help') -Directory | Sort-Object -Property Name) {
    $path = Join-Path -Path (Join-Path -Path $root -ChildPath $folder.Name) -ChildPath "$($imported.Name)-help.xml"
    $files[$path] = ConvertTo-HelpFile @(Get-LanguageNode $commands $folder)
}
foreach ($path in $files.Keys | Where-Object { $Defects.Count -eq 0 -or $Check }) {
    $made = [System.Convert]::ToBase64String($files[$path])
    if ([System.IO.File]::Exists($path) -and [System.Convert]::ToBase64String([System.IO.File]::ReadAllBytes($path)) -ceq $made) {
        continue
    }
    if ($Check) {
        Add-Defect $path 1 'is not as build/help.ps1 would make it'
    } else {
        $null = New-Item -ItemType Directory -Force -Path (Split-Path -Path $path -Parent)
        [System.IO.File]::WriteAllBytes($path, $files[$path])
    }
}
foreach ($defect in $Defects) {
    [System.Console]::Error.WriteLine($defect)
}
exit [int]($Defects.Count -gt 0)
