// The back office: files, pictures and tools of the people who run the shop.
import { exec, execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import https from "node:https";
import path from "node:path";
import express, { type Request, type Response } from "express";

const router = express.Router();
const invoices = "/srv/shop/invoices";

// Flaw: command injection. A name of x; rm -rf / is a command of its own.
router.post("/thumbnails", (req: Request, res: Response) => {
  const name = req.body.name as string;
  exec(`convert uploads/${name} -resize 200x200 thumbs/${name}`, (error) => res.sendStatus(error ? 500 : 204));
});

// Safe: no shell, and the name is only ever one argument.
router.post("/thumbnails/safe", (req: Request, res: Response) => {
  const name = path.basename(String(req.body.name));
  execFile("convert", [`uploads/${name}`, "-resize", "200x200", `thumbs/${name}`], (error) => res.sendStatus(error ? 500 : 204));
});

// Flaw: path traversal. ../../../etc/passwd is a file, too.
router.get("/invoices", async (req: Request, res: Response) => {
  const content = await readFile(path.join(invoices, req.query.file as string), "utf8");
  res.type("text/plain").send(content);
});

// Safe: what is left of the name can't leave the folder.
router.get("/invoices/safe", async (req: Request, res: Response) => {
  const content = await readFile(path.join(invoices, path.basename(String(req.query.file))), "utf8");
  res.type("text/plain").send(content);
});

// Flaw: server-side request forgery. The server fetches what only it can reach.
router.get("/preview", async (req: Request, res: Response) => {
  const answer = await fetch(req.query.url as string);
  res.json({ status: answer.status });
});

// Safe: the address is ours, only the number comes from outside.
router.get("/preview/safe", async (req: Request, res: Response) => {
  const answer = await fetch(`https://images.example.com/${Number(req.query.id)}.png`);
  res.json({ status: answer.status });
});

// Flaw: code injection. The discount is a program.
router.post("/discount", (req: Request, res: Response) => {
  const discount = eval(req.body.formula);
  res.json({ discount });
});

// Safe: the discount is a number.
router.post("/discount/safe", (req: Request, res: Response) => {
  const discount = Number.parseFloat(req.body.formula);
  res.json({ discount });
});

// Flaw: whoever sits between us and the supplier can read and change everything.
export const trustingAgent = new https.Agent({ rejectUnauthorized: false });

// Safe: the supplier's certificate is checked, against our own authority.
export const supplierAgent = new https.Agent({ ca: process.env.SUPPLIER_CA, rejectUnauthorized: true });

module.exports = router;
