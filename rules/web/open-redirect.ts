import { Controller, Get, Query, Redirect } from "@nestjs/common";

@Controller("leave")
export class LeaveController {
  @Get()
  @Redirect("https://example.com", 302)
  leave(@Query("target") target: string) {
    // ruleid: open-redirect
    return { url: target };
  }

  @Get("page")
  @Redirect()
  page(@Query("target") target: string) {
    // ok: open-redirect
    return { url: "https://example.com/" + target, statusCode: 301 };
  }

  @Get("told")
  told(@Query("target") target: string) {
    // ok: open-redirect
    return { url: target };
  }
}
