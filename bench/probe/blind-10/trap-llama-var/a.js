const llama = zoo.find("llama");
llama.feed();
