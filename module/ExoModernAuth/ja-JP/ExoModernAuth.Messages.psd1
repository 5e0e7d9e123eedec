@{
    LibraryMissing = 'ネイティブ ライブラリ ''{0}'' が見つかりません。'
    LibraryMissingAction = 'モジュールを再インストールしてください。ソースからビルドした場合は build/run.sh (Windows では build/run.ps1) を実行してください。'
    LibraryUnusable = 'ネイティブ ライブラリ ''{0}'' を読み込めません: {1}'
    LibraryUnusableAction = 'ファイルがブロックまたは隔離されていないか (Unblock-File、ウイルス対策ソフト) を確認し、新しい PowerShell セッションを開いてください。'
    PlatformNotSupported = 'このプラットフォーム ({0}) 用のネイティブ ライブラリはありません。'
    PlatformNotSupportedAction = '次のいずれかのプラットフォームで実行してください: {1}'
    VersionMismatch = 'ネイティブ ライブラリのバージョンは {0} ですが、必要なバージョンは {1} です。'
    VersionMismatchAction = 'この PowerShell セッションで別のバージョンのモジュールが使われています。新しいセッションを開いてください。'
    Judging = 'メールボックスを判定しています'
    Progress = '{0:N0} 件 (毎秒 {1:N0} 件)'
    ProgressOf = '{1:N0} 件中 {0:N0} 件 (毎秒 {2:N0} 件)'
}
