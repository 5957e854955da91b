resource "databricks_model_serving" "s" {
  name = "c"
  config { 
    served_entities { 
      external_model { 
        name = "command-r"
        provider = "cohere"
        task = "llm/v1/chat"
      } 
    } 
  }
}
