<?php

// ruleid: debug-mode
ini_set('display_errors', 1);
// ok: debug-mode
ini_set('display_errors', '0');
// ruleid: debug-mode
phpinfo();
