from scipy.integrate import solve_ivp

open_euler = 2.718281828
