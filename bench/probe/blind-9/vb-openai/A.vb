Imports System.Net.Http
Module A
  Async Function Ask() As Task
    Dim r = Await New HttpClient().PostAsync("https://api.openai.com/v1/chat/completions", content)
  End Function
End Module
