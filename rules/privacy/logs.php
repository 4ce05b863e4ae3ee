<?php

function login($user, $password)
{
    // ruleid: sensitive-data-in-log
    error_log("log-in of $user with $password");
    // ok: sensitive-data-in-log
    error_log('log-in of user ' . strlen($password));
}

// ruleid: log-injection
error_log('no such page: ' . $_GET['page']);
// ok: log-injection
error_log('page ' . (int) $_GET['page']);
