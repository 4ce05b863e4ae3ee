import type { Request, Response } from "express";
import { Pool } from "pg";
import { Sequelize } from "sequelize";

const pool = new Pool();
const sequelize = new Sequelize("sqlite::memory:");

export async function search(request: Request, response: Response): Promise<void> {
  const term: string = request.query.q as string;
  // ruleid: sql-injection
  const rows = await pool.query(`SELECT * FROM products WHERE name LIKE '%${term}%'`);
  // ok: sql-injection
  const safe = await pool.query("SELECT * FROM products WHERE name LIKE $1", [`%${term}%`]);
  // ruleid: sql-injection
  const more = await sequelize.query(`SELECT * FROM Products WHERE name = '${term}'`);
  // ok: sql-injection
  const same = await sequelize.query("SELECT * FROM Products WHERE name = ?", { replacements: [term] });
  response.json({ rows, safe, more, same });
}
