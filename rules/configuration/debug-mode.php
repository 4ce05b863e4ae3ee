<?php

// ruleid: debug-mode
ini_set('display_errors', 1);
// ok: debug-mode
ini_set('display_errors', '0');
// ruleid: debug-mode
phpinfo();
// ruleid: world-writable-file
chmod($folder, 0777);
// ok: world-writable-file
chmod($folder, 0755);
// ruleid: world-writable-file
umask(0);
// ok: world-writable-file
umask(022);
// ruleid: csrf-protection-disabled
$resolver->setDefaults(['data_class' => Order::class, 'csrf_protection' => false]);
// ok: csrf-protection-disabled
$resolver->setDefaults(['csrf_protection' => true]);
// ruleid: csrf-protection-disabled
$this->enableCsrfValidation = false;
