<?php

use App\Http\Controllers\Controller;
use Illuminate\Http\Request;

$target = $_GET['url'];
// ruleid: open-redirect
header('Location: ' . $target);
// ruleid: open-redirect
header("location: {$target}");
// ok: open-redirect
header('Location: /account/' . $target);
// ok: open-redirect
header('Location: https://example.com/' . $target);
// ok: open-redirect
header('X-Target: ' . urlencode($target));
$pages = ['home' => '/', 'cart' => '/cart'];
// ok: open-redirect
header('Location: ' . ($pages[$_GET['page']] ?? '/'));

class LoginController extends Controller
{
    public function done(Request $request)
    {
        // ruleid: open-redirect
        return redirect($request->input('next'));
    }

    public function home(Request $request)
    {
        // ok: open-redirect
        return redirect()->route('home', ['tab' => $request->input('tab')]);
    }
}
class PageController extends Controller
{
    public function update(Request $request, Pages $pages, string $slug)
    {
        $page = $pages->visible()->where('slug', '=', $slug)->first();
        // ok: open-redirect
        return redirect($page->url);
    }

    public function away(Request $request, Pages $pages, string $slug)
    {
        $page = $pages->render($slug);
        // ruleid: open-redirect
        return redirect($page->url);
    }
}
