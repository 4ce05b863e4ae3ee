<!DOCTYPE html>
<html>
<body>
<?php
$name = $_GET['name'];
// ruleid: reflected-xss
echo $name;
// ruleid: reflected-xss
print('<p>' . $name . '</p>');
// ok: reflected-xss
echo htmlspecialchars($name);
// ok: reflected-xss
echo '<p>', htmlentities($name, ENT_QUOTES, 'UTF-8'), '</p>';
// ok: reflected-xss
echo 'page ', (int) $_GET['page'];
// ruleid: reflected-xss
printf('<p>%s</p>', $_GET['text']);
// ok: reflected-xss
printf('<p>%d</p>', $_GET['page']);
// ruleid: reflected-xss
echo strtoupper($_SERVER['PHP_SELF']);
// ok: reflected-xss
echo strip_tags($name);
// ruleid: reflected-xss
echo addslashes($name);
?>
<form action="/search">
    <!-- ruleid: reflected-xss -->
    <input name="q" value="<?= $_GET['q'] ?>">
    <!-- ok: reflected-xss -->
    <input name="q" value="<?= htmlspecialchars($_GET['q'], ENT_QUOTES) ?>">
</form>
<?php
function show(array $row)
{
    // ruleid: reflected-xss
    return print($row['title']);
}

show(['title' => $_POST['title'], 'id' => 1]);
function stored($connection)
{
    $row = mysqli_fetch_assoc(mysqli_query($connection, 'SELECT name FROM users'));
    // ruleid: stored-xss
    echo '<td>' . $row['name'] . '</td>';
    // ok: stored-xss
    echo '<td>' . htmlspecialchars($row['name']) . '</td>';
    // ok: stored-xss
    echo file_get_contents('banner.html');
}

class Report
{
    private array $lines = [];

    public function getData(): string
    {
        return implode($this->lines);
    }
}

$report = new Report();
// ok: reflected-xss
echo $report->getData();
// ruleid: reflected-xss
echo $request->getData();
// ok: reflected-xss
echo '<link rel="canonical" href="https://' . $_SERVER['HTTP_HOST'] . '/">';
// ruleid: reflected-xss
echo '<form action="' . $_SERVER['PHP_SELF'] . '">';
$texts = include 'texts/' . $_GET['language'] . '.php';
// ok: reflected-xss
echo $texts['title'];

// ruleid: reflected-xss
die('no such page: ' . $_GET['page']);
?>
