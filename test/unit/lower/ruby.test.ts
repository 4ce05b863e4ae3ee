import assert from "node:assert/strict";
import { test } from "node:test";
import { Kind } from "../../../server/src/syntax/kind.ts";
import { checkBrokenTexts, checkLowering, countKinds } from "./check.ts";

const SAMPLE = `
require "json"
module Shop
  class OrdersController < ApplicationController
    before_action :login, only: [:show]
    LIMIT = %w[a b].freeze
    def show(id, limit = 10, *rest, to:, as: nil, **more, &done)
      @orders = Order.where("name = '#{params[:name]}'").first
      system("ls #{id}") if id && !limit.nil?
      \`rm #{rest}\`
      render html: @orders.name.html_safe, :status => 200 unless done
      super
    rescue Missing, Gone => e
      raise e, "no"
    else
      yield @orders, limit
    ensure
      @@count ||= 0
    end
    def self.all? = true
    class << self
      private
      def q; end
    end
  end
end
x = if a then b elsif c then d else e end
y = case z when 1, 2..3 then "a" else nil end
case data
in {name: String => n, **rest} if n > 1 then n
in [1, *] | nil then 2
end
list.each_with_index do |(a, b), i; t| puts a, i end
f = ->(v) { v + 1 }; f.(1); list.map(&:to_s)
a, (b, *c) = 1, [2, 3]
until done? do next end
begin; retry_it; end while more
z = Integer(q) rescue 0
text = <<~EOS + <<-'RAW'
  hello #{x}
    more
EOS
  raw #{no}
  RAW
h = {a: 1, "b" => 2, **o, c:}
s = /re#{x}/i =~ y ? :"sym#{x}" : :plain
`;

test("calls, keyword arguments, blocks, members without arguments", () =>
  checkLowering(
    "ruby",
    `User.where("n = '#{params[:n]}'").first
render html: x, :status => 1
list.each { |a| puts a }`,
    `
  Statement:(ExpressionStatement
    Expression:(Member first
      Object:(Call
        Callee:(Member where
          Object:(Identifier User))
        Argument:(Template
          Part:(String "n = '")
          Part:(Index
            Object:(Identifier params)
            Property:(Atom n))
          Part:(String "'")))))
  Statement:(ExpressionStatement
    Expression:(Call
      Callee:(Identifier render)
      Argument:(NamedArgument html
        Value:(Identifier x))
      Argument:(NamedArgument status
        Value:(Number 1))))
  Statement:(ExpressionStatement
    Expression:(Call
      Callee:(Member each
        Object:(Identifier list))
      Argument:(Function +Shorthand +Lambda
        Parameter:(Parameter a
          Target:(Identifier a))
        Body:(Block
          Statement:(ExpressionStatement
            Expression:(Call
              Callee:(Identifier puts)
              Argument:(Identifier a)))))))`,
  ));

test("statements as statements and as values", () =>
  checkLowering(
    "ruby",
    `x = if a then b else c end
d unless e
f rescue g`,
    `
  Statement:(ExpressionStatement
    Expression:(Assign "="
      Target:(Identifier x)
      Value:(Conditional
        Condition:(Identifier a)
        Then:(Identifier b)
        Else:(Identifier c))))
  Statement:(If
    Condition:(Unary "!" +Shorthand
      Operand:(Identifier e))
    Then:(Block
      Statement:(ExpressionStatement
        Expression:(Identifier d))))
  Statement:(Try
    Body:(Block
      Statement:(ExpressionStatement
        Expression:(Identifier f)))
    Handler:(Catch
      Body:(Block
        Statement:(ExpressionStatement
          Expression:(Identifier g)))))`,
  ));

test("classes, methods, instance variables", () =>
  checkLowering(
    "ruby",
    `class A < B::C
  def m(a, k: 1)
    @a = a
  rescue E => e
    nil
  end
end`,
    `
  Statement:(Class A
    Name:(Identifier A)
    Superclass:(Member C
      Object:(Identifier B))
    Member:(Function m +Method
      Name:(Identifier m)
      Parameter:(Parameter a
        Target:(Identifier a))
      Parameter:(Parameter k
        Modifier:(Modifier ":")
        Target:(Identifier k)
        Default:(Number 1))
      Body:(Block
        Statement:(Try
          Body:(Block
            Statement:(ExpressionStatement
              Expression:(Assign "="
                Target:(Member "@a" +Shorthand
                  Object:(This))
                Value:(Identifier a))))
          Handler:(Catch
            Type:(Type E)
            Parameter:(Parameter e
              Target:(Identifier e))
            Body:(Block
              Statement:(ExpressionStatement
                Expression:(Null nil))))))))`,
  ));

test("text: quotes, heredocs, word lists", () =>
  checkLowering(
    "ruby",
    `f('it\\'s\\n', "a\\n" 'b', %w[c d], :e)
g(<<~X, <<-'Y')
  h #{i}
    j
X
  k #{l}
  Y
`,
    `
  Statement:(ExpressionStatement
    Expression:(Call
      Callee:(Identifier f)
      Argument:(String "it's\\\\n")
      Argument:(String "a\\nb")
      Argument:(Array
        Element:(String c)
        Element:(String d))
      Argument:(Atom e)))
  Statement:(ExpressionStatement
    Expression:(Call
      Callee:(Identifier g)
      Argument:(Template
        Part:(String "h ")
        Part:(Identifier i)
        Part:(String "\\n  j\\n"))
      Argument:(String "  k #{l}\\n")))`,
  ));

test("ordinary code has no opaque and no broken nodes", async () => {
  assert.deepEqual(await countKinds("ruby", SAMPLE, Kind.Opaque, Kind.Error), [0, 0]);
});

test("broken code lowers too", () => checkBrokenTexts("ruby", SAMPLE));
