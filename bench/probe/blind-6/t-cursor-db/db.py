import sqlite3

connection = sqlite3.connect("a.db")
cursor = connection.cursor()
cursor.execute("SELECT 1")
copilot = cursor.fetchone()
