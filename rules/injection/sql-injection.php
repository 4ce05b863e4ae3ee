<?php

use Illuminate\Http\Request;
use Illuminate\Support\Facades\DB;
use App\Models\User;

function mysqlExtension($connection)
{
    $id = $_GET['id'];
    // ruleid: sql-injection
    mysql_query("SELECT * FROM users WHERE id = $id");
    // ruleid: sql-injection
    $result = mysqli_query($connection, "SELECT * FROM users WHERE name = '" . $_POST['name'] . "'");
    $row = mysqli_fetch_assoc($result);
    // ok: sql-injection
    mysqli_query($connection, "SELECT * FROM pets WHERE owner = '" . $row['id'] . "'");
    // ok: sql-injection
    mysqli_query($connection, 'SELECT * FROM users WHERE id = ' . (int) $id);
    // ok: sql-injection
    mysqli_query($connection, sprintf('SELECT * FROM users WHERE id = %d', $_GET['id']));
}

function fromTheMachine($connection)
{
    $name = shell_exec('cat /tmp/name');
    // ruleid: sql-injection
    mysqli_query($connection, "SELECT * FROM pets WHERE name = '$name'");
    // ok: sql-injection
    mysqli_query($connection, file_get_contents('queries.sql'));
    // ruleid: sql-injection
    mysqli_query($connection, "SELECT * FROM pets WHERE owner = '" . $_SESSION['name'] . "'");
    // ok: sql-injection
    mysqli_query($connection, "SELECT * FROM pets WHERE owner = " . (int) $_SESSION['id']);
    // ok: sql-injection
    mysqli_query($connection, "SELECT * FROM pets WHERE name = '" . preg_replace("/['\"\\\\]/", '', $name) . "'");
}

function escaped($connection)
{
    $name = mysqli_real_escape_string($connection, $_POST['name']);
    // ok: sql-injection
    mysqli_query($connection, "SELECT * FROM users WHERE name = '$name'");
    // ok: sql-injection
    mysqli_query($connection, "SELECT * FROM users WHERE name LIKE '%" . $name . "%' AND active = 1");
    // Without quotes around it there is nothing to escape from.
    // ruleid: sql-injection
    mysqli_query($connection, "SELECT * FROM users WHERE id = $name");
    // ruleid: sql-injection
    mysqli_query($connection, 'SELECT * FROM users WHERE id = ' . addslashes($_GET['id']));
    // ok: sql-injection
    mysqli_query($connection, sprintf("SELECT * FROM users WHERE name = '%s'", $name));
    // ruleid: sql-injection
    mysqli_query($connection, sprintf('SELECT * FROM users ORDER BY %s', $name));
}

function checked(mysqli $db)
{
    $sort = $_GET['sort'];
    if (!in_array($sort, ['name', 'date'], true)) {
        $sort = 'name';
    }
    // ok: sql-injection
    $db->query("SELECT * FROM users ORDER BY $sort");
    $id = $_GET['id'];
    if (!is_numeric($id)) {
        exit;
    }
    // ok: sql-injection
    $db->query("SELECT * FROM users WHERE id = $id");
    $page = filter_input(INPUT_GET, 'page', FILTER_VALIDATE_INT);
    // ok: sql-injection
    $db->query("SELECT * FROM users LIMIT $page");
    // ruleid: sql-injection
    $db->query('SELECT * FROM users WHERE name = ' . filter_input(INPUT_GET, 'name'));
    settype($_GET['limit'], 'integer');
}

class Users
{
    private PDO $pdo;

    public function __construct()
    {
        $this->pdo = new PDO('sqlite::memory:');
    }

    public function find($name)
    {
        // ruleid: sql-injection
        return $this->pdo->query("SELECT * FROM users WHERE name = '{$name}'")->fetchAll();
    }

    public function bound($name)
    {
        $statement = $this->pdo->prepare('SELECT * FROM users WHERE name = ?');
        // ok: sql-injection
        $statement->execute([$name]);
        // ok: sql-injection
        return $this->pdo->query('SELECT * FROM users WHERE name = ' . $this->pdo->quote($name));
    }
}

$users = new Users();
$users->find($_COOKIE['name']);
$users->bound($_COOKIE['name']);

class UserController extends Controller
{
    public function index(Request $request)
    {
        // ruleid: sql-injection
        DB::select('SELECT * FROM users WHERE name = "' . $request->input('name') . '"');
        // ok: sql-injection
        DB::select('SELECT * FROM users WHERE name = ?', [$request->input('name')]);
        // ruleid: sql-injection
        User::whereRaw("name = '" . $request->name . "'")->get();
        // ok: sql-injection
        User::where('name', $request->input('name'))->get();
        // ruleid: sql-injection
        DB::table('users')->orderByRaw($request->query('order'))->get();
        // ok: sql-injection
        DB::table('users')->whereRaw('age > ?', [$request->input('age')])->get();
    }
}

function plugin()
{
    global $wpdb;
    $id = $_GET['id'];
    // ruleid: sql-injection
    $wpdb->get_results("SELECT * FROM {$wpdb->posts} WHERE ID = $id");
    // ok: sql-injection
    $wpdb->get_results($wpdb->prepare("SELECT * FROM {$wpdb->posts} WHERE ID = %d", $id));
    // ok: sql-injection
    $wpdb->get_row("SELECT * FROM {$wpdb->posts} WHERE ID = " . absint($id));
}

function postgres()
{
    // ruleid: sql-injection
    pg_query('DELETE FROM carts WHERE token = \'' . $_SERVER['HTTP_X_REQUESTED_WITH'] . '\'');
    // ok: sql-injection
    pg_query_params('SELECT * FROM users WHERE id = $1', [$_GET['id']]);
}

class ListUsers extends Illuminate\Foundation\Http\FormRequest
{
    public function rules(): array
    {
        return ['sort' => 'in:name,id'];
    }
}

class ListController
{
    public function index(ListUsers $request)
    {
        // ruleid: sql-injection
        DB::select("select * from users order by " . $request->input('sort'));
        // ruleid: sql-injection
        DB::select("select * from users order by " . $request->validate(['sort' => 'string'])['sort']);
    }
}
enum Sort: string
{
    case Name = 'name';
    case Price = 'price';
}

class SortedController
{
    private const COLUMNS = ['name', 'price'];

    public function index()
    {
        // ok: sql-injection
        DB::select("select * from users order by " . Sort::from($_GET['sort'])->value);
        $sort = Sort::tryFrom($_GET['sort'])?->value ?? 'name';
        // ok: sql-injection
        DB::select("select * from users order by " . $sort);
        $columns = array_intersect($_GET['columns'], self::COLUMNS);
        // ok: sql-injection
        DB::select("select " . implode(', ', $columns) . " from users");
        $known = array_intersect_key(['name' => 'user_name'], $_GET);
        // ok: sql-injection
        DB::select("select " . implode(', ', $known) . " from users");
        $given = array_intersect_key($_GET, ['name' => 1]);
        // ruleid: sql-injection
        DB::select("select " . implode(', ', $given) . " from users");
        if (in_array($_GET['by'], self::COLUMNS, true)) {
            // ok: sql-injection
            DB::select("select * from users order by " . $_GET['by']);
        }
    }
}

function spelledInCapitals(mysqli $link, string $unused): void
{
    $id = $_GET['id'];
    // ruleid: sql-injection
    MySQL_Query("SELECT * FROM users WHERE id = " . $id);
    $database = new MySQLi('localhost');
    // ruleid: sql-injection
    $database->query("SELECT * FROM users WHERE id = " . $id);
    // ok: sql-injection
    MySQL_Query("SELECT * FROM users WHERE id = " . IntVal($id));
    // ruleid: sql-injection
    mysqli_query(query: "SELECT * FROM users WHERE id = " . $id, mysql: $link);
    // ruleid: sql-injection
    $database->query(query: "SELECT * FROM users WHERE id = " . $id);
    // ok: sql-injection
    mysqli_query(mysql: $id, query: "SELECT * FROM users");
}
