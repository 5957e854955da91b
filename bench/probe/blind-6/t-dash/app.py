import dash
from dash import Dash, dcc, html

app = Dash(__name__)
app.layout = html.Div([dcc.Graph(id="g")])
app.run(debug=True)
