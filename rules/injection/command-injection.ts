import { exec } from "node:child_process";
import { Controller, createParamDecorator, ExecutionContext, Get } from "@nestjs/common";

const Search = createParamDecorator((part: string, context: ExecutionContext) => {
  const request = context.switchToHttp().getRequest();
  return part ? request.query[part] : request.query;
});

const Account = createParamDecorator((_part: unknown, context: ExecutionContext) => {
  return context.switchToHttp().getRequest().user;
});

@Controller("files")
export class FilesController {
  @Get("list")
  list(@Search("folder") folder: string, @Account() account: { home: string }) {
    // ruleid: command-injection
    exec("ls " + folder);
    // ok: command-injection
    exec("ls " + account.home);
  }
}
