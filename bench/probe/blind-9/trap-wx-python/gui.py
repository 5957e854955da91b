import wx
app = wx.App()
frame = wx.Frame(None)
