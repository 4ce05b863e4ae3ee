<?php

session_start();
// ruleid: trust-boundary
$_SESSION['role'] = $_POST['role'];
// ok: trust-boundary
$_SESSION['page'] = (int) $_GET['page'];
// ok: trust-boundary
$_SESSION['name'] = 'guest';
