// One customer's review, as the product page shows it.
import { useEffect, useRef } from "react";

export interface Review {
  readonly author: string;
  readonly stars: number;
  readonly html: string;
  readonly homepage: string;
}

// Flaw: what a customer wrote runs as HTML in every other customer's browser.
export function ReviewCard({ review }: { review: Review }) {
  return (
    <article>
      <h3>{review.author}</h3>
      <div dangerouslySetInnerHTML={{ __html: review.html }} />
    </article>
  );
}

// Safe: React escapes what stands between braces.
export function PlainReviewCard({ review }: { review: Review }) {
  return (
    <article>
      <h3>{review.author}</h3>
      <p>{review.html}</p>
    </article>
  );
}

// Safe: the text goes in as text.
export function Stars({ review }: { review: Review }) {
  const place = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    if (place.current) place.current.textContent = "★".repeat(review.stars);
  }, [review.stars]);
  return <span ref={place} />;
}
