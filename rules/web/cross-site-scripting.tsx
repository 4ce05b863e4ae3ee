import DOMPurify from "dompurify";

export function Comment({ text }: { text: string }) {
  return (
    <section>
      {/* ruleid: unescaped-html */}
      <div dangerouslySetInnerHTML={{ __html: text }} />
      {/* ok: unescaped-html */}
      <div dangerouslySetInnerHTML={{ __html: DOMPurify.sanitize(text) }} />
      {/* ok: unescaped-html */}
      <div dangerouslySetInnerHTML={{ __html: sanitizeComment(text) }} />
      {/* ruleid: unescaped-html */}
      <div dangerouslySetInnerHTML={{ __html: render(text) }} />
      {/* ok: unescaped-html */}
      <div>{text}</div>
    </section>
  );
}
