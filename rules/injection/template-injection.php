<?php

use Twig\Environment;

function render(Environment $twig)
{
    // ruleid: template-injection
    $template = $twig->createTemplate('Hello ' . $_GET['name']);
    // ok: template-injection
    echo $twig->render('hello.twig', ['name' => $_GET['name']]);
}
