/**
 * Windows has no signals. Ctrl+C is an event of the console that a program is attached to. Programs of this extension have their own hidden console,
 * so a helper attaches itself to it, ignores the event, and raises it. `taskkill` without `/f` only closes windows, and terraform has none.
 */
const script = (processId: number) =>
  [
    "$api = Add-Type -Name Console -Namespace Kubestack -PassThru -MemberDefinition '",
    '[DllImport("kernel32.dll")] public static extern bool FreeConsole();',
    '[DllImport("kernel32.dll")] public static extern bool AttachConsole(uint processId);',
    '[DllImport("kernel32.dll")] public static extern bool SetConsoleCtrlHandler(IntPtr handler, bool add);',
    '[DllImport("kernel32.dll")] public static extern bool GenerateConsoleCtrlEvent(uint type, uint group);',
    "';",
    '[void]$api::FreeConsole();',
    `if ($api::AttachConsole(${processId})) {`,
    '[void]$api::SetConsoleCtrlHandler([IntPtr]::Zero, $true);',
    '[void]$api::GenerateConsoleCtrlEvent(0, 0)',
    '}',
  ].join(' ');

/** @returns absolute path of a program of Windows itself, so that programs in a repository are not used instead. */
export function systemProgram(name: string): string {
  return `${process.env['SystemRoot'] ?? 'C:\\Windows'}\\System32\\${name}`;
}

/** @returns the helper that interrupts a process and its child processes, only for Windows. */
export function interruptCommand(processId: number): { file: string; arguments: string[] } {
  const encoded = Buffer.from(script(processId), 'utf16le').toString('base64');
  const options = ['-NoProfile', '-NonInteractive', '-ExecutionPolicy', 'Bypass', '-EncodedCommand', encoded];
  return { file: systemProgram('WindowsPowerShell\\v1.0\\powershell.exe'), arguments: options };
}
