declare global { interface Window { ttq: any } }
export const trackPurchase = (value: number) => window.ttq?.track("CompletePayment", { value, currency: "EUR" });
