<?php

$name = $_GET['file'];
// ruleid: path-traversal
echo file_get_contents('uploads/' . $name);
// ruleid: path-traversal
readfile("uploads/$name");
// ruleid: path-traversal
unlink('uploads/' . $_POST['name']);
// ruleid: path-traversal
$handle = fopen($name, 'r');
// ok: path-traversal
readfile('uploads/' . basename($name));
// ok: path-traversal
readfile('uploads/' . (int) $_GET['id'] . '.png');
// ruleid: path-traversal
move_uploaded_file($_FILES['photo']['tmp_name'], 'uploads/' . $_FILES['photo']['name']);
// ok: path-traversal
move_uploaded_file($_FILES['photo']['tmp_name'], 'uploads/' . uniqid() . '.png');
$path = realpath('uploads/' . $name);
if ($path === false || strpos($path, '/srv/uploads/') !== 0) {
    exit('no');
}
// ok: path-traversal
readfile($path);
if (str_starts_with($name, '/srv/uploads/')) {
    // ruleid: path-traversal
    readfile($name);
}
function stored(Illuminate\Http\Request $request, Illuminate\Http\UploadedFile $file)
{
    // ok: path-traversal
    $data = file_get_contents($request->file('photo')->getRealPath());
    // ruleid: path-traversal
    return file_get_contents('uploads/' . $request->file('photo')->getClientOriginalName());
}

function writesWhatWasSent(): void
{
    // ok: path-traversal
    file_put_contents('picture.jpg', $_POST['picture']);
    // ruleid: path-traversal
    file_put_contents(data: 'x', filename: $_POST['name']);
    // ok: path-traversal
    file_put_contents(data: $_POST['picture'], filename: 'picture.jpg');
}
