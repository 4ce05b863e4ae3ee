<?php

use Symfony\Component\Process\Process;

$host = $_REQUEST['host'];
// ruleid: command-injection
$out = shell_exec('ping -c 4 ' . $host);
// ruleid: command-injection
echo `ping $host`;
// ruleid: command-injection
exec("ping {$host}", $lines);
// ruleid: command-injection
system('ping ' . $host);
// ruleid: command-injection
passthru($host);
// ruleid: command-injection
\Illuminate\Support\Facades\Process::run("ping $host");
// ok: command-injection
system('ping ' . escapeshellarg($host));
// ok: command-injection
system('ping localhost');
// ruleid: command-injection
popen("mail -s $host", 'w');
// ok: command-injection
proc_open(['ping', '-c', '4', $host], [], $pipes);
// ruleid: command-injection
proc_open("ping $host", [], $pipes);

$octets = explode('.', $host);
if (is_numeric($octets[0]) && is_numeric($octets[1])) {
    $clean = $octets[0] . '.' . $octets[1];
    // ok: command-injection
    shell_exec('ping ' . $clean);
}
if (preg_match('/^[a-z0-9.-]+$/i', $host)) {
    // ok: command-injection
    shell_exec('ping ' . $host);
}
$substitutions = ['&&' => '', ';' => ''];
$half = str_replace(array_keys($substitutions), $substitutions, $host);
// ruleid: command-injection
shell_exec('ping ' . $half);
// ok: command-injection
$process = new Process(['ping', $host]);
// ruleid: command-injection
$process = Process::fromShellCommandline('ping ' . $host);
$run = 'system';
// ruleid: command-injection
$run($_GET['host']);
// ruleid: command-injection
call_user_func('shell_exec', $_GET['host']);
// ruleid: command-injection
array_map('passthru', $_GET['hosts']);
// ok: command-injection
array_map('escapeshellarg', $_GET['hosts']);
