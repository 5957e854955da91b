App({ onLaunch() { wx.login({ success: res => { wx.request({ url: 'https://a.example/login?code=' + res.code }) } }) } })
