import express from "express";
import { quote } from "./quote.js";

const app = express();
app.get("/quote", async (req, res) => res.json(await quote(req.query.about)));
app.listen(3000);
