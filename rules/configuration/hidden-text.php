<?php
// ruleid: reordered-text
if ($level !== "user‮⁦ // only for admins") open_door();
// ok: reordered-text
$greeting = "‫שלום‬";
