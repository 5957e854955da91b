class A { String u() { StringBuilder b = new StringBuilder("https://"); b.append("api.").append("open").append("meteo").append(".com"); return b.toString(); } }
