library(quantmod)
getSymbols("^DJI", src = "yahoo")
dji <- Cl(DJI)
plot(dji)
