Attribute VB_Name = "Ask"
Function AskModel(prompt As String) As String
    Dim http As Object
    Set http = CreateObject("MSXML2.XMLHTTP")
    http.Open "POST", "https://api.openai.com/v1/chat/completions", False
    http.setRequestHeader "Authorization", "Bearer " & Environ("OPENAI_API_KEY")
    http.send prompt
    AskModel = http.responseText
End Function
