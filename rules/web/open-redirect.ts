import { type NextRequest, NextResponse } from "next/server";

export function loggedOut(request: NextRequest) {
  // ok: open-redirect
  if (!request.cookies.get("session")) return NextResponse.redirect(new URL("/login", request.url));
  const own = request.nextUrl.clone();
  own.pathname = "/account";
  // ok: open-redirect
  if (request.nextUrl.pathname === "/") return NextResponse.redirect(own);
  // ok: open-redirect
  if (own.search === "") return NextResponse.redirect(request.nextUrl);
  const next = request.nextUrl.searchParams.get("next") ?? "";
  // ok: open-redirect
  if (next.length < 3) return NextResponse.redirect(new URL(`/account?from=${next}`, request.url));
  // ruleid: open-redirect
  if (next.length < 9) return NextResponse.redirect(new URL(next, request.url));
  const { searchParams } = new URL(request.url);
  // ruleid: open-redirect
  return NextResponse.redirect(searchParams.get("to") ?? "/");
}
