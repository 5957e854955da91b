import mqtt from "mqtt";

const client = mqtt.connect(process.env.MQTT!);
client.subscribe(["thing/product/+/osd", "thing/product/+/events", "sys/product/+/status"]);
client.on("message", (topic, payload) => {
  const { method, data } = JSON.parse(payload.toString());
  if (method === "flighttask_progress") console.log(data);
});
