<!-- ok: unescaped-html -->
<h1>{{ $title }}</h1>
<!-- ruleid: unescaped-html -->
<p>{!! $user->about !!}</p>
<!-- ok: unescaped-html -->
<p>{!! clean($user->about) !!}</p>
<!-- ok: unescaped-html -->
{!! Form::open(['url' => 'users']) !!}
<!-- ok: unescaped-html -->
{!! __('welcome') !!}{!! $users->links() !!}
