;; `read` reads a subtree out of tree-sitter in one call: wasm calling wasm, where a walk from JavaScript would cross the border
;; several times a node. The cursor whose state lies at $cursor is walked in pre-order; each node becomes five int32:
;;   kind | named << 16 | field << 17,  start,  end,  index after its subtree,  index of its parent (-1 at the root).
;; Returns how many nodes there are by then; stops at $max, so the caller compares with descendantCount. Given $from, what it returned
;; before, it goes on from there: the cursor stands at the next node, whose parent's index waits where its record will be.
;;
;; `children` writes the children of the node at the cursor, three int32 each: kind | named << 16, start, end. Returns how many
;; there are; writes no more than $max.
(module
 (import "env" "memory" (memory 0))
 (import "cursor" "first" (func $first (param i32) (result i32)))
 (import "cursor" "next" (func $next (param i32) (result i32)))
 (import "cursor" "parent" (func $parent (param i32) (result i32)))
 (import "cursor" "kind" (func $kind (param i32) (result i32)))
 (import "cursor" "named" (func $named (param i32) (result i32)))
 (import "cursor" "start" (func $start (param i32) (result i32)))
 (import "cursor" "end" (func $end (param i32) (result i32)))
 (import "cursor" "field" (func $field (param i32) (result i32)))
 (func (export "read") (param $cursor i32) (param $out i32) (param $max i32) (param $from i32) (result i32)
  (local $count i32) (local $record i32) (local $at i32) (local $above i32)
  (local.set $count (local.get $from))
  (local.set $above (if (result i32) (local.get $from)
   (then (i32.load offset=16 (i32.add (local.get $out) (i32.mul (local.get $from) (i32.const 20)))))
   (else (i32.const -1))))
  (block $done
   (loop $visit
    (if (i32.ge_s (local.get $count) (local.get $max)) (then
     (i32.store offset=16 (i32.add (local.get $out) (i32.mul (local.get $count) (i32.const 20))) (local.get $above))
     (br $done)))
    (local.set $at (local.get $count))
    (local.set $record (i32.add (local.get $out) (i32.mul (local.get $at) (i32.const 20))))
    (i32.store (local.get $record)
     (i32.or (i32.or (i32.and (call $kind (local.get $cursor)) (i32.const 0xffff))
                     (i32.shl (i32.ne (call $named (local.get $cursor)) (i32.const 0)) (i32.const 16)))
             (i32.shl (call $field (local.get $cursor)) (i32.const 17))))
    (i32.store offset=4 (local.get $record) (call $start (local.get $cursor)))
    (i32.store offset=8 (local.get $record) (call $end (local.get $cursor)))
    (i32.store offset=16 (local.get $record) (local.get $above))
    (local.set $count (i32.add (local.get $count) (i32.const 1)))
    (if (call $first (local.get $cursor)) (then (local.set $above (local.get $at)) (br $visit)))
    (loop $up
     (i32.store offset=12 (i32.add (local.get $out) (i32.mul (local.get $at) (i32.const 20))) (local.get $count))
     (br_if $visit (call $next (local.get $cursor)))
     (br_if $done (i32.lt_s (local.get $above) (i32.const 0)))
     (drop (call $parent (local.get $cursor)))
     (local.set $at (local.get $above))
     (local.set $above (i32.load offset=16 (i32.add (local.get $out) (i32.mul (local.get $at) (i32.const 20)))))
     (br $up))))
  (local.get $count))
 (func (export "children") (param $cursor i32) (param $out i32) (param $max i32) (result i32)
  (local $count i32)
  (if (i32.eqz (call $first (local.get $cursor))) (then (return (i32.const 0))))
  (loop $visit
   (if (i32.lt_s (local.get $count) (local.get $max)) (then
    (i32.store (local.get $out)
     (i32.or (i32.and (call $kind (local.get $cursor)) (i32.const 0xffff))
             (i32.shl (i32.ne (call $named (local.get $cursor)) (i32.const 0)) (i32.const 16))))
    (i32.store offset=4 (local.get $out) (call $start (local.get $cursor)))
    (i32.store offset=8 (local.get $out) (call $end (local.get $cursor)))
    (local.set $out (i32.add (local.get $out) (i32.const 12)))))
   (local.set $count (i32.add (local.get $count) (i32.const 1)))
   (br_if $visit (call $next (local.get $cursor))))
  (drop (call $parent (local.get $cursor)))
  (local.get $count)))
